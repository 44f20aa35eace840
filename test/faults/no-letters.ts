/** In place of the libraries that write letters: a delivery needs none, and they are a quarter of what the service loads. */
export default class NoLetters {}

export function create(): never {
  throw new Error('no letter is written here');
}
