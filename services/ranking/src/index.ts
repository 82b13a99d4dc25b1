export { rowVariables } from './config.ts'
export * from './create-ranking.ts'
export { loadRows } from './load-rows.ts'
