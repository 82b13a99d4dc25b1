export { createProgram, runCli } from './program.ts'
export type { Terminal } from './terminal.ts'
