#compdef marketstore
# Completion of marketstore command lines for zsh.

_marketstore() {
    # The program knows itself as marketstore, whatever path it was called by.
    local line="marketstore ${(j: :)words[2,CURRENT]}"
    local -a found
    found=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
    if [[ -n "${found[1]}" ]]; then
        compadd -a found
    else
        _files
    fi
}

# From a file of the function path it is called by its name; a sourced one has to be made known.
if [[ "${funcstack[1]}" == "_marketstore" ]]; then
    _marketstore "$@"
else
    compdef _marketstore marketstore
fi
