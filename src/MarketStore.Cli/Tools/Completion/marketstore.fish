# Completion of marketstore command lines for fish.

function __marketstore_complete
    # The program knows itself as marketstore, whatever path it was called by.
    set -l words (commandline -opc)
    set -l line (string replace -- $words[1] marketstore (commandline -cp | string collect))
    $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end

complete -c marketstore -a '(__marketstore_complete)'
