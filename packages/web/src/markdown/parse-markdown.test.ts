/** The Markdown of rules is read as it is meant, and only web addresses become links. */

import { expect, test } from 'vitest'
import { type MarkdownBlock, parseMarkdown } from './parse-markdown.ts'

const text = (it: string) => [{ kind: 'text' as const, text: it }]

test.each<[string, MarkdownBlock[]]>([
  ['', []],
  ['One.', [{ kind: 'paragraph', content: text('One.') }]],
  [
    'One\ntwo.\n\nThree.',
    [
      { kind: 'paragraph', content: [...text('One'), ...text(' two.')] },
      { kind: 'paragraph', content: text('Three.') },
    ],
  ],
  [
    '1. a\n2. b\n   c',
    [
      {
        kind: 'list',
        isOrdered: true,
        start: 1,
        items: [text('a'), [...text('b'), ...text(' c')]],
      },
    ],
  ],
  ['- a', [{ kind: 'list', isOrdered: false, start: 1, items: [text('a')] }]],
  [
    'Set `--x` to **on**.',
    [
      {
        kind: 'paragraph',
        content: [
          ...text('Set '),
          { kind: 'code', text: '--x' },
          ...text(' to '),
          { kind: 'strong', text: 'on' },
          ...text('.'),
        ],
      },
    ],
  ],
  [
    '[docs](https://k8s.io/docs)',
    [{ kind: 'paragraph', content: [{ kind: 'link', text: 'docs', href: 'https://k8s.io/docs' }] }],
  ],
  ['[x](javascript:alert(1))', [{ kind: 'paragraph', content: text('[x](javascript:alert(1))') }]],
  ['<b>x</b>', [{ kind: 'paragraph', content: text('<b>x</b>') }]],
  ['```\na\n\nb\n```', [{ kind: 'code', text: 'a\n\nb' }]],
])('reads %j', (markdown, expected) => {
  expect(parseMarkdown(markdown)).toEqual(expected)
})
