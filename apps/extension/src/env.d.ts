/// <reference types="chrome" />

/** What WXT puts into each build. */
interface ImportMetaEnv {
  readonly FIREFOX: boolean;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}
