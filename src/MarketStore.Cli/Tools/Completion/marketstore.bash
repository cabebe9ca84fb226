# Completion of marketstore command lines for bash.

_marketstore() {
    # The program knows itself as marketstore, whatever path it was called by.
    local line="marketstore${COMP_LINE#*"${COMP_WORDS[0]}"}"
    local cursor=$((COMP_POINT + ${#line} - ${#COMP_LINE}))
    local word="${COMP_WORDS[COMP_CWORD]}"
    local IFS=$'\n'
    COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$cursor]" "$line" 2>/dev/null)" -- "$word"))
}

complete -o default -F _marketstore marketstore
