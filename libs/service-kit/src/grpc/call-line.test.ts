import { beforeEach, describe, expect, it } from '@jest/globals'
import { LOOK_EVERY_MS, createCallLine } from './call-line.ts'
import type { CallLine } from './call-line.ts'

let nowMs: number
let activeMs: number
let line: CallLine
beforeEach(() => {
  nowMs = 0
  activeMs = 0
  line = createCallLine({ nowMs: () => nowMs, activeMs: () => activeMs })
})

/** Some answers, one after the other, each of which takes so long of the event loop. */
function answer(calls: number, costMs: number): void {
  for (let call = 0; call < calls; call += 1) {
    line.enter()
    nowMs += costMs
    activeMs += costMs
    line.leave()
  }
}

function lookInTime(): void {
  nowMs += LOOK_EVERY_MS
  line.look()
}

/** Tells the cost so often that older figures have faded. */
function settle(costMs: number): void {
  for (let look = 0; look < 30; look += 1) {
    answer(50, costMs)
    lookInTime()
  }
  lookInTime()
}

describe('the cost of an answer', () => {
  it('is what the event loop was busy for while calls were in flight', () => {
    settle(0.5)
    expect(line.now().costMs).toBeCloseTo(0.5, 2)
  })

  it('is no larger because the process does other things in between, or answers wait for something else', () => {
    settle(0.5)
    for (let look = 0; look < 30; look += 1) {
      answer(50, 0.5)
      activeMs += 100
      line.enter()
      // A slow store: the loop sleeps.
      nowMs += 500
      line.leave()
      line.look()
    }
    expect(line.now().costMs).toBeLessThan(0.51)
  })

  it('is told from calls that overlap as from others', () => {
    for (let look = 0; look < 30; look += 1) {
      for (let call = 0; call < 50; call += 1) line.enter()
      activeMs += 50
      for (let call = 0; call < 50; call += 1) line.leave()
      lookInTime()
    }
    expect(line.now().costMs).toBeCloseTo(1, 2)
  })

  it('is told while the line is never empty', () => {
    line.enter()
    for (let look = 0; look < 30; look += 1) {
      answer(50, 2)
      lookInTime()
    }
    expect(line.now()).toMatchObject({ inFlight: 1, costMs: expect.closeTo(2, 1) })
  })
})

describe('the line', () => {
  it('refuses once the wait is too long, and takes calls again when it is shorter', () => {
    settle(1)
    let taken = 0
    for (; !line.refuses(Infinity); taken += 1) line.enter()
    expect(taken).toBeGreaterThan(240)
    expect(taken).toBeLessThan(260)
    for (let call = 0; call < 20; call += 1) line.leave()
    expect(line.refuses(Infinity)).toBe(false)
    expect(line.refuses(100)).toBe(true)
  })

  it('is longer by what the event loop is late each time, until it is in time again', () => {
    settle(1)
    for (let call = 0; call < 50; call += 1) line.enter()
    for (const lateMs of [240, 220, 230]) {
      nowMs += LOOK_EVERY_MS + lateMs
      line.look()
    }
    expect(line.now().lagMs).toBe(220)
    expect(line.refuses(Infinity)).toBe(true)
    lookInTime()
    expect(line.refuses(Infinity)).toBe(false)
  })

  it('is no longer because of a pause', () => {
    settle(1)
    for (let call = 0; call < 50; call += 1) line.enter()
    nowMs += 500
    line.look()
    expect(line.now().lagMs).toBe(0)
    expect(line.refuses(Infinity)).toBe(false)
  })
})
