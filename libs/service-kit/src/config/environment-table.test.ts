import { expect, it } from '@jest/globals'
import { z } from 'zod'
import { hostVariable, namespaceVariable, portVariable } from './common-variables.ts'
import { environmentTable } from './environment-table.ts'
import { unknownVariables } from './unknown-variables.ts'
import { variable } from './variable.ts'

const variables = {
  UPNEXT_HTTP_PORT: portVariable(8080, 'Port of the HTTP interface.'),
  UPNEXT_HOST: hostVariable,
  UPNEXT_NAMESPACE: namespaceVariable,
  UPNEXT_MODE: variable(z.enum(['a', 'b']), { help: 'Either a|b.', example: 'a' }),
}

it('writes variables as a Markdown table', () => {
  expect(environmentTable(variables).split('\n')).toEqual([
    '| variable | default | example | meaning |',
    '| --- | --- | --- | --- |',
    '| `UPNEXT_HTTP_PORT` | `8080` | `8080` | Port of the HTTP interface. |',
    '| `UPNEXT_HOST` | `127.0.0.1` | `0.0.0.0` | Address to listen on; loopback only by default. |',
    '| `UPNEXT_NAMESPACE` |  | `staging` | Prefix of topics, groups and keys: keeps several tenants apart on one cluster. |',
    String.raw`| ${'`UPNEXT_MODE`'} | required | ${'`a`'} | Either a\|b. |`,
  ])
})

it('names the variable that a slip of the pen comes nearest to', () => {
  const env = { UPNEXT_HTP_PORT: '1', UPNEXT_ELEPHANT: 'x', UPNEXT_HOST: 'h', UPNEXT_TEST_KAFKA: 'k', HOME: '/' }
  expect(unknownVariables(variables, env)).toEqual([
    'UPNEXT_ELEPHANT is not used here',
    'UPNEXT_HTP_PORT is not used here: did you mean UPNEXT_HTTP_PORT?',
  ])
})
