/** Accounts of machines and teams, which tell of nobody: every machine has a root. */
const roles: ReadonlySet<string> = new Set(
  `root admin administrator sysadmin ubuntu debian centos fedora rocky alpine vagrant pi ec2-user
  azureuser git gitlab github svn jenkins ci ci-bot cd runner gitlab-runner github-actions buildkite
  build builder deploy deployer deployment release bot dependabot renovate node app apps web www
  www-data apache nginx httpd tomcat user users public shared guest anonymous nobody default postgres
  postgresql mysql mariadb redis mongo mongodb oracle elastic elasticsearch rabbitmq kafka hadoop
  spark airflow sa dba db backup monitor monitoring nagios prometheus grafana zabbix system systemd
  daemon service svc ops devops dev test tester demo example support operator sudo wheel docker
  ansible terraform puppet sshd ftp mail postfix service-account info admins`.split(/\s+/u),
);

/** @param value the name of an account, in any case */
export const isRole = (value: string): boolean => roles.has(value.toLowerCase());
