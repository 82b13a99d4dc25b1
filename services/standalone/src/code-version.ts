/** Stands in dead letters and models: which code wrote them. */
export const CODE_VERSION = '0.0.0'
