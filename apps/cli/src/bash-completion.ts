/**
 * bashScript gives the completion script for bash 3.2 and later. It asks `assize complete -- WORDS`, whose answer is
 * a line a word, a tab before its description, and last `:0` where file names may stand too, `:4` where not.
 */
export const bashScript = (executable: string): string => `# bash completion for assize
_assize() {
    local word out directive
    local cur="\${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    out=$(${executable} complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return
    directive="\${out##*:}"
    while IFS= read -r word; do
        word="\${word%%$'\\t'*}"
        case "$word" in
            :*) ;;
            "$cur"*) COMPREPLY+=("$word") ;;
        esac
    done <<< "$out"
    if [ \${#COMPREPLY[@]} -eq 0 ] && [ "$directive" = 0 ]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$cur")
    fi
}
complete -F _assize assize
`;
