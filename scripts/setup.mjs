/**
 * Sets a bare machine up, then runs a command on it. Plain JavaScript that
 * needs nothing but Node 20, since nothing else is there yet.
 *
 *   node scripts/setup.mjs [--for-tests] [command [argument…]]
 *
 * What is there is skipped: npm packages by the hash of the lock file, Debian
 * packages by dpkg's own status, what is built by its sources' names, sizes and
 * times. The command runs with node_modules/.bin first on its PATH, so that
 * `node` is the Node 24 of package-lock.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Each Debian package, and who needs it. */
const debianPackages = {
  xvfb: 'virtual display of the demo and the tests',
  xauth: 'access to that display',
  openbox: 'window manager on that display',
  dbus: 'message bus that accessibility runs on',
  'dbus-x11': 'dbus-launch for the desktop session',
  'at-spi2-core': 'accessibility bus (element under the pointer, secure fields)',
  chromium: 'browser of the practice task and of the browser tests',
  mousepad: 'text editor of the practice task',
  age: 'opens a takeout in the tests, as a contributor would',
  'fonts-dejavu-core': 'text on the virtual display',
  'fonts-liberation': 'text in Chromium',
  'tesseract-ocr': 'reading of pixels that no structure explains',
  'tesseract-ocr-eng': 'the English model of it',
  'tesseract-ocr-script-latn': 'the model of it for every language in Latin letters',
  'x11-utils': 'xprop and xwininfo in the tests',
  imagemagick: 'enlarges pictures before the canary test reads them',
  xdotool: 'waits for windows in the tests',
  'libglib2.0-bin': 'gdbus, which wakes the accessibility bus',
  'x11-xkb-utils': 'keyboard layouts in the tests',
  'x11-xserver-utils': 'xrandr in the tests',
  ffmpeg: 'decodes the videos of other recorders on import',
};

/** Servers, devices and texts that only tests and the benchmark need. */
const testPackages = {
  softhsm2: 'hardware key store of the keeper tests',
  postgresql: 'database of the vault where SQLite is outgrown; the tests start their own',
  'swift-proxy': 'S3 server of the vault tests (OpenStack Swift); the tests start their own',
  'swift-account': 'part of it',
  'swift-container': 'part of it',
  'swift-object': 'part of it',
  'firefox-esr': 'browser of the extension that is built for Firefox',
  'wordnet-base': 'English sentences that the benchmark trains the tagger on',
};
const postgresSettings = '/etc/postgresql-common/createcluster.conf';

const [first, ...others] = process.argv.slice(2);
const isForTests = first === '--for-tests';
const [command, ...commandArgs] = isForTests ? others : process.argv.slice(2);
const wantedPackages = Object.keys({ ...debianPackages, ...(isForTests ? testPackages : {}) });

/** @param {string} line */
const say = (line) => process.stderr.write(`set-up: ${line}\n`);

/** @param {string} what @param {string} remedy @returns {never} */
function refuse(what, remedy) {
  say(what);
  say(remedy);
  process.exit(1);
}

/** @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
const runs = (command, args, env = process.env) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env }).status === 0;

/** Of one that failed. A registry that stumbled is there again by then, and another program's lock is gone. */
const tryAgainAfterS = [5, 30];

/** As `runs`, of what asks the network. @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} env */
function runsAtLast(command, args, env) {
  if (runs(command, args, env)) return true;
  return tryAgainAfterS.some((waitS) => {
    say(`${command} failed, and is tried once more in ${waitS} s`);
    spawnSync('sleep', [String(waitS)]);
    return runs(command, args, env);
  });
}

function checkNode() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) refuse(`Node ${process.versions.node} is too old.`, 'Install Node 20 or newer.');
}

function installNpmPackages() {
  const stamp = join(root, 'node_modules', '.understudy-set-up');
  const hash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('installing npm packages (npm ci)');
  // Inside `npm run`, npm hands its own settings down; npm ci must not inherit them.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')),
  );
  if (!runsAtLast('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], env)) {
    refuse('npm ci failed.', `Run "npm ci" in ${root} and read what it says.`);
  }
  writeFileSync(stamp, hash);
}

/** Sealing needs key encapsulation and raw key formats of Node's own crypto: proved from the locked 24.21 on. */
function hasKeyEncapsulation() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return (major ?? 0) > 24 || (major === 24 && (minor ?? 0) >= 21);
}

/** npm 10 leaves the link out where two optional packages of one name for two CPUs claim it. */
function linkNode24() {
  const link = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(link)) return;
  const target = join('..', `node-linux-${process.arch}`, 'bin', 'node');
  if (existsSync(join(root, 'node_modules', '.bin', target))) {
    symlinkSync(target, link);
  } else if (!hasKeyEncapsulation()) {
    refuse(
      `no Node 24 comes as an npm package for ${process.platform} ${process.arch}.`,
      'Install Node 24.21 or newer and run this again.',
    );
  }
}

/** @returns {string[]} */
function missingDebianPackages() {
  const names = wantedPackages;
  const { stdout } = spawnSync(
    'dpkg-query',
    ['--show', '--showformat', '${Package} ${db:Status-Status}\n', ...names],
    { encoding: 'utf8' },
  );
  const installed = new Set(
    (stdout ?? '')
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return names.filter((name) => !installed.has(name));
}

function installDebianPackages() {
  if (spawnSync('dpkg-query', ['--version']).status !== 0) {
    say(`this is no Debian: make sure that you have ${wantedPackages.join(', ')}`);
    return;
  }
  const missing = missingDebianPackages();
  if (missing.length === 0) return;
  const forTests = missing.filter((name) => name in testPackages);
  const needed = missing.filter((name) => !forTests.includes(name));
  const isRoot = process.getuid?.() === 0;
  const maySudo = !isRoot && spawnSync('sudo', ['-n', 'true']).status === 0;
  const install = ['apt-get', 'install', '-y', '--no-install-recommends'];
  const byHand = `sudo apt-get update && sudo ${[...install, ...missing].join(' ')}`;
  if (!isRoot && !maySudo) {
    refuse(
      `these Debian packages are missing and only root may install them: ${missing.join(', ')}`,
      `Run: ${byHand}`,
    );
  }
  const asRoot = isRoot ? [] : ['sudo', '-n'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  say(`installing Debian packages: ${missing.join(' ')}`);
  const asPrivileged = (/** @type {readonly string[]} */ args) => {
    const [program, ...rest] = [...asRoot, ...args];
    return program !== undefined && runsAtLast(program, rest, env);
  };
  // Debian's package would start a server of its own; nobody asked for one.
  if (missing.includes('postgresql') && !existsSync(postgresSettings)) {
    const folder = dirname(postgresSettings);
    const write = `mkdir -p ${folder} && echo create_main_cluster = false > ${postgresSettings}`;
    asPrivileged(['sh', '-c', write]);
  }
  const installed = (/** @type {readonly string[]} */ names) =>
    names.length === 0 || asPrivileged([...install, ...names]);
  if (!asPrivileged(['apt-get', 'update']) || !installed(needed)) {
    refuse('apt-get failed.', `Run: ${byHand}`);
  }
  // A test without its server says that it is skipped; all the others can run.
  if (!installed(forTests))
    say(`these are missing, and their tests are skipped: ${forTests.join(', ')}`);
}

/** What has a build step, with a file that it makes. */
const built = [
  {
    app: 'console',
    output: join('dist', 'me.html'),
    program: 'vite',
  },
  {
    app: 'extension',
    output: join('.output', 'chrome-mv3', 'manifest.json'),
    program: 'wxt',
  },
];
/** What tells a build how, outside of apps and packages. */
const instructions = ['package-lock.json', 'tsconfig.json', join('scripts', 'setup.mjs')];
/** Not of what is built. */
const apart = new Set(['node_modules', 'dist', '.output', '.wxt', 'tests', 'train']);

function build() {
  const stamp = join(root, 'node_modules', '.understudy-built');
  const sources = hashSources();
  const isThere = built.every(({ app, output }) => existsSync(join(root, 'apps', app, output)));
  if (isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  // A build that fails halfway leaves what no stamp may vouch for.
  rmSync(stamp, { force: true });
  const env = { ...process.env, PATH: pathWithNode24() };
  for (const { app, program } of built) {
    say(`building apps/${app}`);
    // What a build tells of itself is worth reading only where it fails.
    const { status, stdout, stderr } = spawnSync(program, ['build', join('apps', app)], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    if (status === 0) continue;
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
    refuse(`apps/${app} could not be built.`, `Read what ${program} says above.`);
  }
  writeFileSync(stamp, sources);
}

/** Of the instructions, and of name, size and time of every file that a build may read. */
function hashSources() {
  const hash = createHash('sha256');
  for (const name of instructions) hash.update(readFileSync(join(root, name)));
  for (const folder of ['apps', 'packages']) {
    for (const name of readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })) {
      if (name.split(sep).some((part) => apart.has(part))) continue;
      // An editor's lock file may be gone by now, or lead nowhere.
      const file = statSync(join(root, folder, name), { throwIfNoEntry: false });
      if (file?.isFile()) hash.update(`${folder} ${name} ${file.size} ${file.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

const pathWithNode24 = () => [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);

/** @param {string} command @param {readonly string[]} args */
function runOnIt(command, args) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: pathWithNode24() },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(/** @type {NodeJS.Signals} */ (signal)));
  }
  child.on('error', (error) => refuse(`"${command}" did not start.`, error.message));
  child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
}

checkNode();
installNpmPackages();
linkNode24();
installDebianPackages();
build();
if (command === undefined) say('everything is there');
else runOnIt(command, commandArgs);
