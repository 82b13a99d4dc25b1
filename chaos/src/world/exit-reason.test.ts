import { describe, expect, it } from '@jest/globals'
import { exitReason } from './exit-reason.ts'

describe('why a process left', () => {
  it('is its last fatal line, without the numbers that make every one different', () => {
    const output = [
      '{"level":"info","msg":"started"}',
      '{"level":"fatal","err":{"message":"reading topic.v1 has ended"},"msg":"part has failed: stopping"}',
      '{"level":"info","msg":"stopped"}',
    ].join('\n')
    expect(exitReason({ code: 1, signal: null }, output)).toBe(
      'exit code 1: reading topic.v# has ended / part has failed: stopping',
    )
  })

  it('is the line for people where the start failed, and the signal where nothing was said', () => {
    const output = '{"level":"info","msg":"configured"}\nfeature could not start: port 8081 is taken\n'
    expect(exitReason({ code: 1, signal: null }, output)).toContain('feature could not start: port # is taken')
    expect(exitReason({ code: null, signal: 'SIGSEGV' }, '')).toBe('SIGSEGV: said nothing')
  })
})
