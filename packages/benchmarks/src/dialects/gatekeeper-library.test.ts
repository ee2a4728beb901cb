/** The suites of the public Gatekeeper library, unmodified, through the dialect. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Resource } from '@evenkeel/model'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { createInventory } from '../evaluate/inventory.ts'
import { readForeignRules } from './read-foreign-rules.ts'

const library = resolve(
  import.meta.dirname,
  '../../../../../shared/conformance/gatekeeper-library/library',
)

interface Suite {
  tests: {
    name: string
    template: string
    constraint: string
    cases: {
      name: string
      object: string
      inventory?: string[]
      assertions: { violations?: boolean | string | number; message?: string }[]
    }[]
  }[]
}

function suites(): string[] {
  if (!existsSync(library)) return []
  return readdirSync(library, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('suite.yaml'))
    .sort()
    .map((it) => join(library, it))
}

function toResource(data: Record<string, never>): Resource {
  const {
    apiVersion,
    kind,
    metadata = {},
  } = data as unknown as {
    apiVersion: string
    kind: string
    metadata?: { name?: string; namespace?: string; labels?: Record<string, string> }
  }
  return {
    id: `k8s_object/${apiVersion}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`,
    type: 'k8s_object',
    subType: kind,
    apiVersion,
    name: metadata.name ?? '',
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    ...(metadata.labels === undefined ? {} : { labels: metadata.labels }),
    data,
  }
}

const objectsOf = (path: string): Record<string, never>[] =>
  parseAllDocuments(readFileSync(path, 'utf8')).map((it) => it.toJS())

function isExpected(violations: boolean | string | number, count: number): boolean {
  if (typeof violations === 'number') return count === violations
  const wantsSome = violations === true || violations === 'yes'
  return wantsSome ? count > 0 : count === 0
}

describe.skipIf(suites().length === 0)('the public Gatekeeper library', () => {
  for (const path of suites()) {
    const suite: Suite = parse(readFileSync(path, 'utf8'))
    for (const it of suite.tests) {
      const files = [it.template, it.constraint].map((name) => {
        const file = join(dirname(path), name)
        return { file, text: readFileSync(file, 'utf8') }
      })
      for (const one of it.cases) {
        test(`${path.slice(library.length + 1)} ${it.name}: ${one.name}`, () => {
          const { rules, mistakes } = readForeignRules(files)
          expect(mistakes).toEqual([])
          const inventory = createInventory()
          for (const name of one.inventory ?? []) {
            for (const object of objectsOf(join(dirname(path), name)))
              inventory.add(toResource(object))
          }
          const [object = {}] = objectsOf(join(dirname(path), one.object))
          const messages = rules.flatMap(
            (rule) =>
              rule
                .judge(toResource(object), inventory.document)
                ?.evidence.map((e) => String(e.actual)) ?? [],
          )
          for (const { violations = true, message } of one.assertions) {
            const found = message
              ? messages.filter((text) => new RegExp(message).test(text))
              : messages
            expect([violations, isExpected(violations, found.length), messages]).toEqual([
              violations,
              true,
              messages,
            ])
          }
        })
      }
    }
  }
})
