export { purposes, type AllowedApp, type Program, type Purpose } from './program.ts';
