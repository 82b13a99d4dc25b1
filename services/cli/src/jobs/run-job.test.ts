import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { withTempFolder } from '@upnext/testkit'
import { runJob } from './run-job.ts'

const SAY = 'process.send({ said: process.argv[2] }, () => process.disconnect())'

function run(text: string): Promise<unknown> {
  return withTempFolder(async (folder) => {
    const program = join(folder, 'program.mjs')
    await writeFile(program, text)
    return runJob({
      name: 'the job',
      program: pathToFileURL(program),
      args: ['word'],
      env: {},
      stdout: 2,
      hint: 'try again',
    })
  })
}

describe('runJob', () => {
  it('answers what the program reports', async () => {
    expect(await run(SAY)).toEqual({ said: 'word' })
  })

  it('says so where it fails, also after its report, and where it reports nothing', async () => {
    await expect(run(`${SAY}; process.exitCode = 3`)).rejects.toThrow('the job ended with exit code 3')
    await expect(run('')).rejects.toThrow('the job was stopped')
    await expect(run('process.kill(process.pid, "SIGKILL")')).rejects.toThrow('exit code none')
  })
})
