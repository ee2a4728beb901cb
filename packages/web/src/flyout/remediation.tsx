/** The steps of a remediation; placeholders are inputs, so that what is copied can be run. */

import { type Finding, fillRemediation, printCommand, type RemediationBlock } from '@evenkeel/model'
import { useMemo, useState } from 'react'
import { CopyButton } from '../elements/copy-button.tsx'
import { Markdown } from '../markdown/markdown.tsx'
import css from './remediation.module.css'

type Values = Record<string, string>

interface RemediationProps {
  markdown: string
  finding: Finding
}

export function Remediation({ markdown, finding }: RemediationProps) {
  const [values, setValues] = useState<Values>({})
  const { blocks } = useMemo(() => fillRemediation(markdown, finding), [markdown, finding])
  const onValue = (name: string, value: string) => setValues((it) => ({ ...it, [name]: value }))
  return (
    <div className={css.steps}>
      {blocks.map((block, index) =>
        block.kind === 'text' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
          <Markdown key={index} className={css.text} text={block.text} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
          <Command key={index} block={block} values={values} onValue={onValue} />
        ),
      )}
    </div>
  )
}

interface CommandProps {
  block: Extract<RemediationBlock, { kind: 'command' }>
  values: Values
  onValue: (name: string, value: string) => void
}

function Command({ block, values, onValue }: CommandProps) {
  return (
    <div className={css.command}>
      <pre>
        {block.parts.map((part, index) => {
          const key = `${index}`
          if (typeof part === 'string') return <span key={key}>{part}</span>
          const value = values[part.placeholder] ?? part.value ?? ''
          return (
            <input
              key={key}
              className={css.input}
              data-open={value === ''}
              aria-label={part.placeholder}
              placeholder={part.placeholder}
              title={part.placeholder}
              size={Math.max(4, (value || part.placeholder).length)}
              value={value}
              spellCheck={false}
              onChange={(event) => onValue(part.placeholder, event.currentTarget.value)}
            />
          )
        })}
      </pre>
      <div className={css.copy}>
        <CopyButton text={printCommand(block, values)} label="Copy command" />
      </div>
    </div>
  )
}
