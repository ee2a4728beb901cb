/** Shows the Markdown of rules; nothing in it can become markup of its own. */

import { type Inline, type MarkdownBlock, parseMarkdown } from './parse-markdown.ts'

export function Markdown({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <div className={className}>
      {parseMarkdown(text).map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of one text never move
        <Block key={index} block={block} />
      ))}
    </div>
  )
}

function Block({ block }: { block: MarkdownBlock }) {
  if (block.kind === 'code') {
    return (
      <pre>
        <code>{block.text}</code>
      </pre>
    )
  }
  if (block.kind === 'paragraph') {
    return (
      <p>
        <Inlines content={block.content} />
      </p>
    )
  }
  const items = block.items.map((content, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the items of one text never move
    <li key={index}>
      <Inlines content={content} />
    </li>
  ))
  return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>
}

function Inlines({ content }: { content: Inline[] }) {
  return content.map((part, index) => {
    const key = `${index} ${part.text}`
    if (part.kind === 'code') return <code key={key}>{part.text}</code>
    if (part.kind === 'strong') return <strong key={key}>{part.text}</strong>
    if (part.kind === 'link') return <OutsideLink key={key} href={part.href} text={part.text} />
    return part.text
  })
}

/** A link away from Evenkeel: opened elsewhere, and only to the web. */
export function OutsideLink({ href, text }: { href: string; text: string }) {
  if (!/^https?:\/\//.test(href)) return <span>{text}</span>
  return (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  )
}
