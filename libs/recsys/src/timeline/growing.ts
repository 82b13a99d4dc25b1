/** Numbers one after the other in a typed array, where it is not known before how many will come. */
export interface Growing<Values> {
  push(value: number): void
  /** What was pushed, without a copy. */
  filled(): Values
}

const FIRST_SIZE = 1024
const GROWTH = 1.5

export function createGrowing<Values extends Uint32Array | Float64Array>(
  allocate: (size: number) => Values,
): Growing<Values> {
  let values = allocate(FIRST_SIZE)
  let size = 0
  return {
    push: (value) => {
      if (size === values.length) {
        const larger = allocate(Math.ceil(size * GROWTH))
        larger.set(values)
        values = larger
      }
      values[size++] = value
    },
    filled: () => values.subarray(0, size) as Values,
  }
}
