// The projects and environments of a repository, as a matrix of jobs. Pure.
import { parse } from 'yaml';

/** As interform takes it where a project names no other. */
const TOKEN = 'INTERCOM_ACCESS_TOKEN';

/**
 * One entry for each environment of each project, in the order of the folders and of the files.
 * @param {readonly { project: string, text: string }[]} files every interform.yaml, with its folder from the root of the repository, `.`
 *   for the root. What cannot be read is an entry too: the plan says what is wrong with it.
 */
export function matrixOf(files) {
  const include = [...files]
    .sort((a, b) => (a.project < b.project ? -1 : 1))
    .flatMap(({ project, text }) => {
      const said = fieldsOf(parsed(text));
      const own = tokenOf(said) ?? TOKEN;
      const environments = Object.entries(fieldsOf(said.environments));
      if (environments.length === 0) return [entry(project, '', own)];
      return environments.map(([name, overlay]) => entry(project, name, tokenOf(fieldsOf(overlay)) ?? own));
    });
  return { include };
}

function entry(project, environment, token) {
  const secret = secretName(token);
  return {
    project,
    environment,
    // What no other entry has, for groups and environments of GitHub.
    place: [environment === '' ? 'intercom' : environment, ...(project === '.' ? [] : [project])]
      .map(encodeURIComponent)
      .join('@'),
    secret,
    read_secret: secret.replace(/(_TOKEN)?$/, '_READ$1'),
  };
}

/** As init names the secrets. */
function secretName(token) {
  const name = token.replace(/[^A-Za-z0-9_]/g, '_');
  return /^(?:\d|GITHUB_)/i.test(name) ? `INTERFORM_${name}` : name;
}

function tokenOf(project) {
  const { token_env: token } = fieldsOf(project.workspace);
  return typeof token === 'string' ? token : undefined;
}

function parsed(text) {
  try {
    return parse(text, { logLevel: 'silent' });
  } catch {
    return undefined;
  }
}

function fieldsOf(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
