export { createFeature } from './feature.ts'
export type { Feature, FeatureDeps } from './feature.ts'
