/** In hex, as the environment has it: whoever fills the stores and whoever reads them make the same viewer keys. */
export const VIEWER_SECRET = '07'.repeat(32)
