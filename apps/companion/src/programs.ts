/**
 * Programs that this device knows: each signed by a steward whom the join file
 * names, checked again at every read.
 */
import { isId, type ProgramId } from '@understudy/base';
import { verifyProgram, type Program } from '@understudy/consent';
import { CompanionError } from './error.ts';
import { listFolder, readTextIfThere, writeFileAtomic } from '#files';
import { paths, type Home } from './home.ts';
import { readJoin } from './join.ts';

export interface KnownProgram {
  readonly program: Program;
  /** The verified JWS. */
  readonly signed: string;
}

/** Checks the steward's signature and keeps it. @throws ConsentError, CompanionError */
export async function keepProgram(home: Home, jws: string): Promise<KnownProgram> {
  const known = await checkProgram(home, jws);
  // Who took part in one would be counted nowhere.
  if (known.program.synthetic === true) {
    throw new CompanionError({
      code: 'programUnknown',
      message: `The program ${known.program.program} is a control probe's own: no person takes part in it.`,
      remedy: 'List the programs of your vault with: understudy programs',
    });
  }
  await writeFileAtomic(paths.program(home, known.program.program), jws);
  return known;
}

export async function keepProgramFile(home: Home, file: string): Promise<KnownProgram> {
  const text = await readTextIfThere(file);
  if (text !== null) return keepProgram(home, text.trim());
  throw new CompanionError({
    code: 'programUnknown',
    message: `There is no program in ${file}.`,
    remedy: 'Name a file with a signed program (JWS), or the id of a program of your vault.',
  });
}

/** @throws CompanionError `programUnknown` */
export async function requireProgram(home: Home, program: ProgramId): Promise<KnownProgram> {
  const jws = await readTextIfThere(paths.program(home, program));
  if (jws !== null) return checkProgram(home, jws);
  throw new CompanionError({
    code: 'programUnknown',
    message: `This device does not know the program ${program}.`,
    remedy: 'List the programs of your vault with: understudy programs',
  });
}

export async function listPrograms(home: Home): Promise<readonly KnownProgram[]> {
  const names = await listFolder(paths.programs(home));
  const known: KnownProgram[] = [];
  for (const name of names) {
    const program = name.replace(/\.jws$/, '');
    if (isId('program', program)) known.push(await requireProgram(home, program));
  }
  return known;
}

async function checkProgram(home: Home, jws: string): Promise<KnownProgram> {
  const { stewards } = await readJoin(home);
  const program = await verifyProgram(jws, stewards, home.clock.nowMs());
  return { program, signed: jws };
}
