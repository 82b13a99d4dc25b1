/** What a client of the standalone process needs, and nothing of the process itself: cheap to load. */
export * from './admin-schemas.ts'
export * from './endpoints.ts'
