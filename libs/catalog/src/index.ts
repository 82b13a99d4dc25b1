export * from './catalog.ts'
export * from './follow-catalog.ts'
export * from './read-record.ts'
export * from './title.ts'
