/** Every built-in function by its name. */

import { aggregates } from './aggregates.ts'
import { aws } from './aws.ts'
import type { Builtin, BuiltinTable } from './builtin.ts'
import { cidrs } from './cidr.ts'
import { encodings } from './encodings.ts'
import { globs } from './glob.ts'
import { graphql } from './graphql.ts'
import { hashes } from './hashes.ts'
import { jsonPaths } from './json-paths.ts'
import { jsonSchema } from './json-schema.ts'
import { jwts } from './jwt.ts'
import { objects } from './objects.ts'
import { operators } from './operators.ts'
import { regexes } from './regex.ts'
import { semver } from './semver.ts'
import { system } from './system.ts'
import { templates } from './template.ts'
import { text } from './text.ts'
import { times } from './time.ts'
import { types } from './types.ts'
import { units } from './units.ts'
import { urls } from './urls.ts'
import { uuids } from './uuid.ts'
import { walks } from './walk.ts'
import { x509 } from './x509.ts'
import { yaml } from './yaml.ts'

export interface BuiltinEntry {
  readonly name: string
  readonly arity: number
  readonly call: Builtin
  /** Its result is an array with one value for each of its answers. */
  readonly relation: boolean
  /** Two evaluations may give different results, so that it is never computed ahead. */
  readonly nondeterministic: boolean
}

const tables: readonly BuiltinTable[] = [
  operators,
  aggregates,
  types,
  text,
  objects,
  walks,
  jsonPaths,
  encodings,
  urls,
  units,
  semver,
  uuids,
  system,
  graphql,
  aws,
  templates,
  jsonSchema,
  yaml,
  hashes,
  jwts,
  x509,
  times,
  cidrs,
  regexes,
  globs,
]

const nondeterministic = new Set([
  'http.send',
  'internal.print',
  'internal.test_case',
  'io.jwt.decode_verify',
  'io.jwt.encode_sign',
  'io.jwt.encode_sign_raw',
  'net.lookup_ip_addr',
  'opa.runtime',
  'print',
  'rand.intn',
  'rego.metadata.chain',
  'rego.metadata.rule',
  'time.now_ns',
  'trace',
  'uuid.rfc4122',
])

export const builtins: ReadonlyMap<string, BuiltinEntry> = new Map(
  tables
    .flatMap((table) => Object.entries(table))
    .map(([name, [arity, call]]) => [
      name,
      {
        name,
        arity,
        call,
        relation: name === 'walk',
        nondeterministic: nondeterministic.has(name),
      },
    ]),
)
