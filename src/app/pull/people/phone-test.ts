import { phoneReader } from '../../../sources/cells/phone.ts';

/** Whether a text is a phone number in E.164, as data files are read. */
export async function phoneTest(): Promise<(text: string) => boolean> {
  const read = await phoneReader();
  return (text) => {
    const phone = read(text, undefined);
    return 'value' in phone && phone.value === text;
  };
}
