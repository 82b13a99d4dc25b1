export * from './event-log.contract.ts'
export * from './model-store.contract.ts'
export * from './object-store.contract.ts'
export * from './profile-store.contract.ts'
