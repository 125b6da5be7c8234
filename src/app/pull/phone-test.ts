import { phoneReader } from '../../sources/cells/phone.ts';

/** Whether a text is E.164 as the reader of data files takes it. */
export async function phoneTest(): Promise<(text: string) => boolean> {
  const read = await phoneReader();
  return (text) => {
    const phone = read(text, undefined);
    return 'value' in phone && phone.value === text;
  };
}
