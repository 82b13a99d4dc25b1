/** Bytes that bodies may take up together, so that many senders at once cannot take all the memory. */
export interface InFlight {
  /** Takes `bytes` until `release` is called; `null` where that is more than is left. */
  reserve(bytes: number): { release(): void } | null
}

export function createInFlight(maxBytes: number, onChange: (bytes: number) => void): InFlight {
  let taken = 0
  const change = (by: number): void => {
    taken += by
    onChange(taken)
  }
  return {
    reserve(bytes) {
      if (taken + bytes > maxBytes) return null
      change(bytes)
      let released = false
      return {
        release() {
          if (!released) change(-bytes)
          released = true
        },
      }
    },
  }
}
