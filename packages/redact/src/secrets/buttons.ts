/** What stands beside a secret's label and is none: its buttons and its states, in nine languages. */
/** A button beside a field, or what may be done with what is in it: Password: Change. */
export const isButton = (value: string): boolean =>
  /^(?:show|hide|change|edit|update|save|cancel|copy|copied|paste|generate|regenerate|renew|rotate|revoke|reveal|view|create|add|remove|delete|confirm|enter|repeat|retype|verify|send|resend|expired?|expires|never|disabled|enabled|anzeigen|ausblenden|ändern|zurücksetzen|vergessen|kopieren|speichern|erneuern|löschen|afficher|masquer|modifier|changer|réinitialiser|oublié|copier|supprimer|mostrar|ocultar|cambiar|restablecer|copiar|olvidada|tonen|verbergen|wijzigen|herstellen|kopiëren|vergeten|mostra|nascondi|modifica|cambia|reimposta|copia|pokaż|ukryj|zmień|zresetuj|kopiuj|alterar|redefinir|esconder|visa|dölj|ändra|återställ|kopiera|vis|skjul|endre|ændre)[.…!?]*$/iu.test(
    value,
  );
