// Gives the editors our typeface and colours once they are there; GraphiQL leaves no option for it.
import { useGraphiQL, useGraphiQLActions, useMonaco } from '@graphiql/react';
import { useEffect } from 'react';

// The names that GraphiQL gives its own themes.
const themeNames = { light: 'graphiql-LIGHT', dark: 'graphiql-DARK' } as const;

const palettes = {
  light: {
    base: 'vs',
    accent: '#1c5a94',
    soft: '#1c5a941a',
    raised: '#ffffff',
    field: '#0f5c6b',
    text: '#9a4a1d',
    word: '#5b3f9b',
    number: '#8a5300',
    comment: '#68747f',
    ink: '#18222c',
  },
  dark: {
    base: 'vs-dark',
    accent: '#7cb8ec',
    soft: '#7cb8ec1f',
    raised: '#1b232b',
    field: '#86d3df',
    text: '#e9b08a',
    word: '#b9a5f0',
    number: '#e8c27a',
    comment: '#8391a0',
    ink: '#e4eaf0',
  },
} as const;

/** Renders nothing; changes the editors. */
export function EditorLook() {
  const monaco = useMonaco((state) => state.monaco);
  const { setTheme } = useGraphiQLActions();
  const theme = useGraphiQL((state) => state.theme);
  const query = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const headers = useGraphiQL((state) => state.headerEditor);
  const response = useGraphiQL((state) => state.responseEditor);

  useEffect(() => {
    if (!monaco) return;
    for (const mode of ['light', 'dark'] as const) {
      monaco.editor.defineTheme(themeNames[mode], createTheme(mode));
    }
    setTheme(theme);
  }, [monaco, setTheme, theme]);
  useEffect(() => {
    const fontFamily = getComputedStyle(document.body).getPropertyValue('--font-mono');
    const labels = new Map([
      [query, 'Operation'],
      [variables, 'Variables'],
      [headers, 'Request headers'],
      [response, 'Answer'],
    ]);
    for (const [editor, ariaLabel] of labels) {
      editor?.updateOptions({ fontFamily, fontSize: 13, lineHeight: 20, ariaLabel });
    }
  }, [query, variables, headers, response]);
  return null;
}

function createTheme(mode: keyof typeof palettes) {
  const { base, accent, soft, raised, field, text, word, number, comment, ink } = palettes[mode];
  return {
    base,
    inherit: true,
    rules: [
      { token: 'comment', foreground: comment },
      { token: 'keyword', foreground: word },
      { token: 'string', foreground: text },
      { token: 'string.key.json', foreground: field },
      { token: 'string.value.json', foreground: text },
      { token: 'number', foreground: number },
      { token: 'type.identifier', foreground: accent },
      { token: 'argument.identifier', foreground: word },
      { token: 'key.identifier', foreground: field },
    ].map((rule) => ({ ...rule, foreground: rule.foreground.slice(1) })),
    colors: {
      'editor.background': '#00000000',
      'editor.foreground': ink,
      'editorLineNumber.foreground': comment,
      'editorHoverWidget.background': raised,
      'editorSuggestWidget.background': raised,
      'editorSuggestWidget.selectedBackground': soft,
      'editorSuggestWidget.selectedForeground': accent,
      'editorWidget.background': raised,
      'editorWidget.resizeBorder': accent,
      'input.background': soft,
      'list.hoverBackground': soft,
      'list.highlightForeground': accent,
      'list.focusHighlightForeground': accent,
      'quickInput.background': raised,
      'quickInputList.focusBackground': soft,
      'quickInputList.focusForeground': ink,
      'menu.background': raised,
      'menu.selectionBackground': soft,
      'menu.selectionForeground': accent,
      'textLink.foreground': accent,
      'textLink.activeForeground': accent,
      'editorLink.activeForeground': accent,
      'toolbar.hoverBackground': soft,
      'scrollbar.shadow': '#00000000',
      focusBorder: accent,
      'editorBracketHighlight.foreground1': comment,
      'editorBracketHighlight.foreground2': comment,
      'editorBracketHighlight.foreground3': comment,
    },
  };
}
