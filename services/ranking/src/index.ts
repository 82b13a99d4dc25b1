export { rowVariables } from './config.ts'
export * from './create-ranking.ts'
export { decodeTracking } from './rows/tracking.ts'
