# Completion for heron 0.6. Source it in .bashrc.
_heron()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
    case $prev in
        --format|-f) COMPREPLY=($(compgen -W "json text" -- "$cur")); return ;;
        --output|-o) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    esac
    if [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "--format --output --set --no-cache" -- "$cur"))
    elif [[ $COMP_CWORD -eq 1 ]]; then
        COMPREPLY=($(compgen -W "check config plugins cache" -- "$cur"))
    fi
}
complete -o filenames -F _heron heron
