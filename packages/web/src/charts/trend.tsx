/** The posture score and the failed findings over time; the same as a table on demand. */

import type { ScoreEvent, Scores } from '@evenkeel/model'
import { SegmentedControl } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { scaleLinear, scaleTime } from '@visx/scale'
import { AreaClosed, LinePath } from '@visx/shape'
import { type PointerEvent, useState } from 'react'
import css from './trend.module.css'

type Point = Scores['trend'][number]

const height = 150
const margin = { top: 10, right: 10, bottom: 22, left: 30 }
const ranges = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
]
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' })
const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', minute: '2-digit' })
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

interface TrendProps {
  points: Point[]
  /** What happened beside the findings and explains a jump. */
  events: ScoreEvent[]
  days: number
  onDays: (days: number) => void
}

export function Trend({ points, events, days, onDays }: TrendProps) {
  const [isTable, setTable] = useState(false)
  const shown = within(points, days)
  const [first] = shown
  const told = events.filter((it) => first !== undefined && it.at >= first.at)
  if (points.length < 2) {
    return (
      <p className={css.note}>
        {points.length === 0 ? 'Nothing has been evaluated yet.' : 'One evaluation so far.'} The
        course shows from the second evaluation on.
      </p>
    )
  }
  return (
    <>
      <div className={css.tools}>
        <SegmentedControl
          size="xs"
          data={ranges}
          value={String(days)}
          onChange={(value) => onDays(Number(value))}
          aria-label="Period"
        />
        <button type="button" className={css.toggle} onClick={() => setTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </button>
      </div>
      {isTable ? (
        <TrendTable points={shown} events={told} />
      ) : (
        <TrendChart points={shown} events={told} />
      )}
    </>
  )
}

/** The points of the last days before the latest one. */
export function within(points: Point[], days: number): Point[] {
  const last = points.at(-1)
  if (!last) return []
  const since = new Date(last.at).getTime() - days * 86_400_000
  return points.filter((it) => new Date(it.at).getTime() >= since)
}

/** Labels nearer to the border than this do not fit in the middle of their tick. */
const edge = 24
/** So near to an event the pointer names it. */
const eventReach = 7

type Shown = Pick<TrendProps, 'points' | 'events'>

function TrendChart({ points, events }: Shown) {
  const { ref, width } = useElementSize()
  const [hovered, setHovered] = useState<Point>()
  const [event, setEvent] = useState<ScoreEvent>()
  const times = points.map((it) => new Date(it.at).getTime())
  const x = scaleTime({
    domain: [Math.min(...times), Math.max(...times)],
    range: [margin.left, Math.max(margin.left + 1, width - margin.right)],
  })
  const y = scaleLinear({ domain: [0, 100], range: [height - margin.bottom, margin.top] })
  const place = {
    data: points,
    x: (it: Point) => x(new Date(it.at)),
    y: (it: Point) => y(it.value ?? 0),
    defined: (it: Point) => it.value !== null,
  }
  const onPointerMove = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
    const left = clientX - currentTarget.getBoundingClientRect().left
    setHovered(nearest(points, x.invert(left).getTime()))
    setEvent(events.find((it) => Math.abs(x(new Date(it.at)) - left) < eventReach))
  }
  return (
    <div ref={ref} className={css.chart}>
      <svg
        width={width}
        height={height}
        role="img"
        aria-label={describe(points)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          setHovered(undefined)
          setEvent(undefined)
        }}
      >
        {[0, 25, 50, 75, 100].map((tick) => (
          <g key={tick}>
            <line
              className={css.grid}
              x1={margin.left}
              x2={width - margin.right}
              y1={y(tick)}
              y2={y(tick)}
            />
            <text className={css.tick} x={margin.left - 7} y={y(tick)} dy="0.32em" textAnchor="end">
              {tick}
            </text>
          </g>
        ))}
        {x.ticks(Math.max(2, Math.floor(width / 110))).map((tick) => (
          <text
            key={tick.getTime()}
            className={css.tick}
            x={x(tick)}
            y={height - 5}
            textAnchor={x(tick) > width - edge ? 'end' : x(tick) < edge ? 'start' : 'middle'}
          >
            {tickFormat(times).format(tick)}
          </text>
        ))}
        <AreaClosed {...place} yScale={y} className={css.area ?? ''} />
        <LinePath {...place} className={css.line ?? ''} />
        {events.map((it) => (
          <EventMark key={`${it.at} ${it.text}`} x={x(new Date(it.at))} isOn={it === event} />
        ))}
        {hovered && hovered.value !== null && (
          <g className={css.hovered}>
            <line
              x1={place.x(hovered)}
              x2={place.x(hovered)}
              y1={margin.top}
              y2={height - margin.bottom}
            />
            <circle cx={place.x(hovered)} cy={place.y(hovered)} r={4} />
          </g>
        )}
      </svg>
      <p className={css.readout} aria-hidden>
        {event
          ? `${moment.format(new Date(event.at))}: ${event.text}`
          : hovered
            ? readout(hovered)
            : ''}
      </p>
    </div>
  )
}

/** A line at the time of an event, with a flag on top. */
function EventMark({ x, isOn }: { x: number; isOn: boolean }) {
  const { top, bottom } = margin
  return (
    <g className={css.event} data-on={isOn}>
      <line x1={x} x2={x} y1={top} y2={height - bottom} />
      <path d={`M${x - 4} ${top - 6}h8l-4 6z`} />
    </g>
  )
}

/** Within two days the hours tell more than the date. */
function tickFormat(times: number[]): Intl.DateTimeFormat {
  return Math.max(...times) - Math.min(...times) < 2 * 86_400_000 ? hour : day
}

/** Points and events in one order, latest first. */
function rowsOf({ points, events }: Shown) {
  const rows = [
    ...points.map((it) => ({ at: it.at, score: it.value, failed: it.failed, text: '' })),
    ...events.map((it) => ({ at: it.at, score: null, failed: null, text: it.text })),
  ]
  return rows.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}

function TrendTable(shown: Shown) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.table} tabIndex={0} aria-label="Posture over time, scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Score</th>
            <th scope="col">Failed</th>
            <th scope="col">Event</th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(shown).map((it) => (
            <tr key={`${it.at} ${it.text}`}>
              <th scope="row">{moment.format(new Date(it.at))}</th>
              <td>{it.score?.toFixed(1)}</td>
              <td>{it.failed}</td>
              <td>{it.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function nearest(points: Point[], time: number): Point | undefined {
  const distance = (it: Point) => Math.abs(new Date(it.at).getTime() - time)
  return points.reduce<Point | undefined>(
    (best, it) => (best === undefined || distance(it) < distance(best) ? it : best),
    undefined,
  )
}

function readout({ at, value, failed }: Point): string {
  return `${moment.format(new Date(at))}: ${value === null ? 'no score' : value.toFixed(1)}, ${failed} failed`
}

function describe(points: Point[]): string {
  const [first] = points
  const last = points.at(-1)
  if (!first || !last) return 'No score yet'
  return `Posture score from ${readout(first)} to ${readout(last)}`
}
