/** Version of this code, as it stands in dead letters and models: what wrote them. */
export const CODE_VERSION = '0.0.0'
