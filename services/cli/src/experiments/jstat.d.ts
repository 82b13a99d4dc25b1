/** The little of jStat that is used: it brings no types. */
declare module 'jstat' {
  interface JStat {
    readonly normal: {
      cdf(x: number, mean: number, deviation: number): number
      inv(p: number, mean: number, deviation: number): number
    }
    readonly chisquare: { cdf(x: number, degreesOfFreedom: number): number }
  }
  const jStat: JStat
  export = jStat
}
