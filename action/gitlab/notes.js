// Notes of ours on a merge request. Anybody can write the marker; only what the token's own user wrote is updated.
import { env, gitlab, project } from './api.js';

/** https://docs.gitlab.com/administration/instance_limits: what GitLab takes as one note. */
const mostCharacters = 1_000_000;

/**
 * One note of a kind on a merge request, found by its marker and author. The newest one is updated in place, unless what it is of, its
 * `key`, says that it must stay beside the new one: `stays(old key)`.
 */
export async function putNote(iid, { kind, subject, key, body, stays }) {
  const { all, call, get } = gitlab(env('INTERFORM_COMMENT_TOKEN'));
  const notes = `${project()}/merge_requests/${iid}/notes`;
  const mark = `<!-- interform ${kind}: ${subject.replaceAll('-', '%2D')}`;
  const { id: own } = await get('/user');
  const ours = (await all(notes))
    .filter((note) => note.author?.id === own && note.system !== true)
    .flatMap((note) => {
      const [, before] = note.body.startsWith(`${mark} `)
        ? (/^<!-- [^\n]*? (\S+) -->/.exec(note.body) ?? [])
        : [];
      return before === undefined ? [] : [{ id: note.id, key: before }];
    })
    .sort((a, b) => b.id - a.id);
  const text = cut(`${mark} ${key} -->\n${inert(body)}`);
  const [newest] = ours;
  if (newest === undefined || stays(newest.key)) await call('POST', notes, { body: text });
  else await call('PUT', `${notes}/${newest.id}`, { body: text });
  return { isNew: newest === undefined, isBeside: newest !== undefined && stays(newest.key) };
}

/** A line that begins with / is a command which GitLab runs as the token's user: /merge, /approve. */
export function inert(text) {
  return text.replaceAll(/^([^\S\n]*)\//gm, '$1\u200b/');
}

export function cut(text) {
  if (text.length <= mostCharacters) return text;
  const end = '\n\n**Cut off here: the whole is in the artifacts of the job.**';
  return `${text.slice(0, mostCharacters - end.length)}${end}`;
}
