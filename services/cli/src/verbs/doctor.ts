import type { Command } from 'commander'
import pc from 'picocolors'
import { z } from 'zod'
import { withAddressFlags } from '../address-flags.ts'
import { CliError } from '../errors.ts'
import type { Finding } from '../doctor/check.ts'
import { addressFlags, parseOptions } from '../options.ts'
import { toJson } from '../print/json.ts'
import type { Terminal } from '../terminal.ts'

const FlagsSchema = z.object({ ...addressFlags, json: z.boolean().default(false) })

const EXAMPLES = `
Examples:
  $ upnext doctor
  $ UPNEXT_BACKEND=kafka-redis UPNEXT_KAFKA_BROKERS=kafka:9092 UPNEXT_REDIS_URL=redis://redis:6379 upnext doctor
`

const MARKS = { ok: pc.green('ok  '), warn: pc.yellow('warn'), fail: pc.red('fail') }

export function addDoctor(program: Command, terminal: Terminal): void {
  const command = program
    .command('doctor')
    .description('look at everything that Upnext needs, and say what to do about what is wrong')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', EXAMPLES)
    .action((raw: unknown) => doctor(raw, terminal))
  withAddressFlags(command)
}

async function doctor(raw: unknown, terminal: Terminal): Promise<void> {
  const flags = parseOptions(FlagsSchema, raw)
  const { examine } = await import('../doctor/examine.ts')
  const findings = await examine(flags, terminal)
  if (flags.json) terminal.out(toJson(findings))
  else for (const finding of findings) for (const line of linesOf(finding)) terminal.out(line)
  const failures = findings.filter((finding) => finding.level === 'fail').length
  if (failures > 0) throw new CliError(`${failures} ${failures === 1 ? 'thing is' : 'things are'} wrong`)
}

function linesOf({ what, level, text, todo }: Finding): string[] {
  return [`${MARKS[level]}  ${what}: ${text}`, ...(todo === undefined ? [] : [`      ${todo}`])]
}
