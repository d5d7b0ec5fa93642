// Who is signed in, asked for once.
import { get } from './api.js';

let known = null;

/** Their ID, e-mail, whether they are an administrator, and where Label Studio is. */
export function whoami() {
  known ??= get('/api/agreement/whoami').catch((error) => {
    known = null;
    throw error;
  });
  return known;
}

export const forget = () => { known = null; };

/** The address of a task in Label Studio; null where it is not known where that is. */
export async function labelStudio(project) {
  const me = await whoami();
  return me.label_studio_url === null ? () => null : (task) => `${me.label_studio_url}/projects/${project}/data?task=${task}`;
}
