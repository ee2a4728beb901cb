/** A change that would make the rule pass: what it changes, whether that was tried, how to make it. */

import type { Finding, Fix } from '@evenkeel/model'
import { SegmentedControl } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { LazyDiffView } from '../editors/lazy-diff-view.tsx'
import { CopyButton } from '../elements/copy-button.tsx'
import css from './finding-view.module.css'
import { applyPatch } from './json-patch.ts'
import { Remediation } from './remediation.tsx'
import { toYaml } from './yaml-lines.ts'

interface FixBlockProps {
  fix: Fix
  /** The resource as it is. */
  data: unknown
  finding: Finding
}

export function FixBlock({ fix, data, finding }: FixBlockProps) {
  const { create = [], files = [], commands = [] } = fix
  return (
    <>
      <div className={css.fixHead}>
        <Verification fix={fix} />
      </div>
      {fix.patch.length > 0 && <Patch fix={fix} data={data} />}
      {create.length > 0 && (
        <LazyCodeView
          text={create.map(toYaml).join('\n---\n')}
          language="yaml"
          label="New objects to apply"
        />
      )}
      {files.length > 0 && <Files files={files} />}
      {commands.length > 0 && (
        <Remediation
          key={finding.id}
          markdown={['```sh', ...commands, '```'].join('\n')}
          finding={finding}
        />
      )}
      {fix.impact && <p className={css.source}>May break: {fix.impact}</p>}
    </>
  )
}

function Verification({ fix: { is_verified, reason } }: { fix: Fix }) {
  if (!is_verified) {
    return (
      <span className={css.unverified}>
        <IconAlertTriangle size={14} aria-hidden />
        fix not verified{reason ? `: ${reason}` : ''}
      </span>
    )
  }
  return (
    <>
      <span className={css.verified}>
        <IconCircleCheck size={14} aria-hidden />
        fix verified
      </span>
      <span className={css.when}>
        Applied to a copy of the object, this rule passes and no other rule on it fails that had
        not.
      </span>
    </>
  )
}

const shapes = [
  { value: 'diff', label: 'Difference' },
  { value: 'patch', label: 'Patch' },
]

function Patch({ fix, data }: { fix: Fix; data: unknown }) {
  const [shape, setShape] = useState('diff')
  const { before, after } = useMemo(() => {
    const patched = applyPatch(data, fix.patch)
    return { before: toYaml(data), after: patched === undefined ? undefined : toYaml(patched) }
  }, [data, fix.patch])
  const patch = JSON.stringify(fix.patch, null, 2)
  return (
    <>
      <div className={css.fixHead}>
        {after !== undefined && (
          <SegmentedControl
            size="xs"
            data={shapes}
            value={shape}
            onChange={setShape}
            aria-label="How the fix is shown"
          />
        )}
        <CopyButton wide text={patch} label="Copy JSON patch" />
      </div>
      {shape === 'diff' && after !== undefined ? (
        <LazyDiffView before={before} after={after} label="What the fix changes" />
      ) : (
        <LazyCodeView text={patch} language="json" label="The fix as JSON patch" />
      )}
    </>
  )
}

function Files({ files }: { files: NonNullable<Fix['files']> }) {
  return (
    <ul className={css.files}>
      {files.map(({ path, diff, settings, mode, owner }) => (
        <li key={path}>
          <code>{path}</code>
          <ul className={css.steps}>
            {settings.map((it) => (
              <li key={it}>
                holds <code>{it}</code>
              </li>
            ))}
            {mode && (
              <li>
                mode <code>{mode}</code>
              </li>
            )}
            {owner && (
              <li>
                owner <code>{owner}</code>
              </li>
            )}
          </ul>
          {diff && (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
            <pre tabIndex={0}>{diff}</pre>
          )}
        </li>
      ))}
    </ul>
  )
}
