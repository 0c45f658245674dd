/** `understudy key create`: a person's own key file. */
import { createPersonKey, personKinds, publicParts, writePersonKey } from '../person-key.ts';
import type { RegisterVerb } from '../verb.ts';
import { Option } from 'commander';

interface CreateOptions {
  readonly kind: (typeof personKinds)[number];
  readonly out: string;
}

export const registerKey: RegisterVerb = (program, { output }) => {
  program
    .command('key')
    .description('keys of stewards, researchers and operators')
    .command('create')
    .description('make a key file (mode 0600) and print its public part')
    .addOption(
      new Option('--kind <kind>', 'whose key it is').choices(personKinds).makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'where to write it; nothing may be there yet')
    .action(async ({ kind, out }: CreateOptions) => {
      const person = await createPersonKey(kind);
      await writePersonKey(out, person);
      output.answer(publicParts(person), `${kind} key ${person.key.kid} in ${out}`);
    });
};
