import type { Command } from 'commander'
import type { Terminal } from '../terminal.ts'
import { addProfilesCompare } from './profiles-compare.ts'
import { addProfilesDrop } from './profiles-drop.ts'
import { addProfilesList } from './profiles-list.ts'
import { addProfilesRebuild } from './profiles-rebuild.ts'
import { addProfilesRollback, addProfilesSwitch } from './profiles-switch.ts'

const EXAMPLES = `
Examples:
  $ upnext profiles rebuild
  $ upnext profiles compare
  $ upnext profiles switch
  $ upnext profiles rollback
  $ upnext profiles drop 1
`

/** Generations of profiles: what an operator does about them, on the stores themselves. */
export function addProfiles(program: Command, terminal: Terminal): void {
  const command = program
    .command('profiles')
    .description('build a new generation of profiles beside the active one, compare, switch, roll back, drop')
    .addHelpText('after', EXAMPLES)
  addProfilesList(command, terminal)
  addProfilesRebuild(command, terminal)
  addProfilesCompare(command, terminal)
  addProfilesSwitch(command, terminal)
  addProfilesRollback(command, terminal)
  addProfilesDrop(command, terminal)
}
