/** The worker thread: examinations and the reading of large bodies, which would block the loop that serves requests. */
import { readJson, type Json, type JsonFault } from '#statements';
import { examineCase, type Brief, type ExamineTask } from '#tribunal';

/** What a thread can be asked. */
export type ThreadTask =
  | { readonly do: 'examine'; readonly task: ExamineTask }
  | { readonly do: 'read'; readonly bytes: Uint8Array };

export default function run(asked: ThreadTask): Brief | { readonly value: Json } | JsonFault {
  switch (asked.do) {
    case 'examine':
      return examineCase(asked.task);
    case 'read':
      return readJson(asked.bytes);
    default:
      return asked satisfies never;
  }
}
