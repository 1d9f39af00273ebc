/**
 * Makes an element. Whatever comes from the ledger goes in as a text node or by setAttribute, so names and stack traces are
 * never read as markup; nothing on this page uses innerHTML.
 *
 * @param attributes those that are null, undefined or false are left out; `on…` are listeners
 * @param children nodes, text, or lists of them; null, undefined and false are left out
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'style') {
      // By the object model, which the page's content security policy allows, unlike the attribute.
      for (const [property, text] of Object.entries(value)) {
        element.style.setProperty(property, text);
      }
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}
