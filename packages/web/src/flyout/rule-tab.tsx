/** What the rule says: description, rationale, source, parameters, references. */

import type { Rule } from '@evenkeel/model'
import { LazyCodeView } from '../editors/lazy-code-view.tsx'
import { Markdown, OutsideLink } from '../markdown/markdown.tsx'
import css from './finding-view.module.css'
import { Block } from './overview-tab.tsx'

export function RuleTab({ rule }: { rule: Rule }) {
  return (
    <div className={css.stack}>
      <Block title="Description">
        <Markdown className={css.prose} text={rule.description} />
      </Block>
      {rule.rationale !== '' && (
        <Block title="Rationale">
          <Markdown className={css.prose} text={rule.rationale} />
        </Block>
      )}
      {rule.parameters.length > 0 && (
        <Block title="Parameters">
          <dl className={css.facts}>
            {rule.parameters.map((it) => (
              <div key={it.name}>
                <dt>
                  <code>{it.name}</code> = <code>{JSON.stringify(it.default)}</code>
                </dt>
                <dd>{it.description}</dd>
              </div>
            ))}
          </dl>
        </Block>
      )}
      <Block title="Source">
        {rule.source === null ? (
          <p>This control is listed in its benchmark and has no rule yet.</p>
        ) : (
          <LazyCodeView text={rule.source} language="rego" label="The rule in Rego" />
        )}
      </Block>
      {rule.references.length > 0 && (
        <Block title="References">
          <ul>
            {rule.references.map((it) => (
              <li key={it}>
                <OutsideLink href={it} text={it} />
              </li>
            ))}
          </ul>
        </Block>
      )}
    </div>
  )
}
