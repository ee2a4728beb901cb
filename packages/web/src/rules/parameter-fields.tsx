/** A field for each parameter of a rule, of the kind that the rule declares. */

import { findParameterMistake, parameterKind, type RuleParameter } from '@evenkeel/model'
import { Select, Textarea, TextInput } from '@mantine/core'

type Texts = Record<string, string>

/** Empty: what is not written stays as it is. */
export function writeParameters(parameters: readonly RuleParameter[]): Texts {
  return Object.fromEntries(parameters.map((it) => [it.name, '']))
}

export interface ReadParameters {
  values: Record<string, unknown>
  /** By name, a sentence. */
  mistakes: Map<string, string>
}

export function readParameters(parameters: readonly RuleParameter[], texts: Texts): ReadParameters {
  const read: ReadParameters = { values: {}, mistakes: new Map() }
  for (const parameter of parameters) {
    const { name } = parameter
    const text = texts[name] ?? ''
    if (text.trim() === '') continue
    const value = readValue(parameter, text)
    const mistake = findParameterMistake({ id: '', parameters: [parameter] }, { [name]: value })
    if (mistake) read.mistakes.set(name, mistake.message)
    else read.values[name] = value
  }
  return read
}

function readValue(parameter: RuleParameter, text: string): unknown {
  switch (parameterKind(parameter)) {
    case 'text':
      return text.trim()
    case 'list':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => (isOfTexts(parameter) ? line : parseJson(line)))
    default:
      return parseJson(text)
  }
}

function isOfTexts({ default: value }: RuleParameter): boolean {
  return Array.isArray(value) && (value.length === 0 || typeof value[0] === 'string')
}

/** What is no JSON is taken as a text, which the rule's kind then refuses. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text.trim()
  }
}

interface ParameterFieldsProps {
  parameters: readonly RuleParameter[]
  texts: Texts
  mistakes: ReadonlyMap<string, string>
  onChange: (name: string, text: string) => void
}

export function ParameterFields({ parameters, texts, mistakes, onChange }: ParameterFieldsProps) {
  return parameters.map((parameter) => {
    const { name, description } = parameter
    const kind = parameterKind(parameter)
    const shared = { label: name, description, error: mistakes.get(name), value: texts[name] ?? '' }
    const usual = `By itself ${JSON.stringify(parameter.default)}`
    if (kind === 'yes or no') {
      return (
        <Select
          key={name}
          {...shared}
          data={[{ value: '', label: usual }, 'true', 'false']}
          onChange={(value) => onChange(name, value ?? '')}
        />
      )
    }
    if (kind === 'list') {
      return (
        <Textarea
          key={name}
          {...shared}
          description={`${description}. One a line; it replaces the list.`}
          placeholder={usual}
          autosize
          minRows={2}
          onChange={(event) => onChange(name, event.currentTarget.value)}
        />
      )
    }
    return (
      <TextInput
        key={name}
        {...shared}
        placeholder={usual}
        onChange={(event) => onChange(name, event.currentTarget.value)}
      />
    )
  })
}
