/** What stands beside a secret's label and is none: its buttons, in nine languages. */

const buttons =
  /^(?:show|hide|change|edit|update|save|cancel|copy|copied|paste|generate|regenerate|renew|rotate|revoke|reveal|view|create|add|remove|delete|confirm|enter|repeat|retype|verify|send|resend|expired?|expires|never|disabled|enabled|anzeigen|ausblenden|ändern|zurücksetzen|vergessen|kopieren|speichern|erneuern|löschen|afficher|masquer|modifier|changer|réinitialiser|oublié|copier|supprimer|mostrar|ocultar|cambiar|restablecer|copiar|olvidada|tonen|verbergen|wijzigen|herstellen|kopiëren|vergeten|mostra|nascondi|modifica|cambia|reimposta|copia|pokaż|ukryj|zmień|zresetuj|kopiuj|alterar|redefinir|esconder|visa|dölj|ändra|återställ|kopiera|vis|skjul|endre|ændre)[.…!?]*$/iu;

/** A button's word, with its capital: Change, Ändern. A setting in small letters may be a secret. */
export const isButton = (text: string): boolean => /^\p{Lu}/u.test(text) && buttons.test(text);

/** Behind the label of a form, "Password: Change": no setting of a program, nothing quoted or said. */
export const isButtonOf = (value: string, text: string, start: number): boolean =>
  isButton(value) &&
  /(?<![\p{L}\p{N}_."'])(?:\p{Lu}\p{Ll}[\p{L} ]{1,40}|PIN|OTP|API [Kk]ey)[ \u00a0]?: +$/u.test(
    text.slice(Math.max(0, start - 60), start),
  );
