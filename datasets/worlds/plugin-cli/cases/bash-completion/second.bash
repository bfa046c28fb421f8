# shellcheck shell=bash
# Completion for heron: one pass over the lines of the tree for each question.

_heron_here=$(cd -- "$(p=${BASH_SOURCE[0]}; [[ $p == */* ]] && printf %s "${p%/*}/" || printf ./)" && printf %s "$PWD")

_heron_complete()
{
    local IFS=$' \t\n' LC_ALL=C old
    old=$(shopt -p nocasematch)
    shopt -u nocasematch
    _heron_all
    $old
}

_heron_all()
{
    COMPREPLY=()
    local spec=${HERON_COMPLETION_SPEC:-} lines=() cur words=() out=() line
    [[ $spec ]] || spec=$_heron_here/heron.spec
    [[ -f $spec && -r $spec ]] || return 0
    mapfile -t lines <"$spec"
    local keep=0
    _heron_join
    cur=${words[-1]}
    unset 'words[-1]'
    local kind first flags parent last path=. used=$'\n' done=0 pending= nth=0 w
    for w in "${words[@]:1}"; do
        _heron_step "$w" || return 0
    done
    if [[ $pending ]]; then
        _heron_of "$pending" "$cur" ''
    elif ((!done)) && [[ $cur == --*=* ]]; then
        _heron_find "${cur%%=*}" && [[ $kind != none ]] && _heron_of "$kind" "${cur#*=}" "${cur%%=*}="
    elif ((!done)) && [[ $cur == -[!-]?* ]]; then
        _heron_find "${cur:0:2}" && [[ $kind != none ]] && _heron_of "$kind" "${cur:2}" "${cur:0:2}"
    elif ((!done)) && [[ $cur == -* ]]; then
        _heron_names
    elif _heron_group; then
        _heron_subs
    else
        _heron_place
    fi
    for w in "${out[@]}"; do
        COMPREPLY+=("${w:keep}")
    done
    return 0
}

# What bash cut, joined again where no blank stands between.
_heron_join()
{
    local n rest=${COMP_LINE:0:$COMP_POINT} piece lead
    for ((n = 0; n <= COMP_CWORD; n++)); do
        lead=${rest%%[![:blank:]]*}
        rest=${rest#"$lead"}
        piece=${COMP_WORDS[n]}
        ((n == COMP_CWORD)) && piece=$rest
        rest=${rest:${#piece}}
        if [[ $n == 0 || $lead ]]; then
            words+=("$piece")
            keep=0
        else
            keep=${#words[-1]}
            words[-1]+=$piece
        fi
    done
    if [[ $piece && $COMP_WORDBREAKS == *"${piece:0:1}"* ]]; then keep=${#words[-1]}; fi
}

_heron_group()
{
    local line
    for line in "${lines[@]}"; do
        local c=()
        IFS=$'\t' read -r -a c <<<"$line"
        [[ ${c[0]-} == command && ${c[1]} != . ]] || continue
        _heron_parent "${c[1]}"
        [[ $parent == "$path" ]] && return 0
    done
    return 1
}

_heron_parent()
{
    parent=. last=$1
    if [[ $1 == *' '* ]]; then parent=${1% *} last=${1##* }; fi
}

# Finds an option of the command: kind, first name, flags.
_heron_find()
{
    local line
    kind=none first= flags=
    for line in "${lines[@]}"; do
        local c=()
        IFS=$'\t' read -r -a c <<<"$line"
        if [[ ${c[0]-} == option && ${c[1]} == "$path" && ,${c[2]}, == *",$1,"* ]]; then
            kind=${c[3]} first=${c[2]%%,*} flags=${c[4]}
            return 0
        fi
    done
    return 1
}

_heron_step()
{
    local kind first flags parent last word=$1 line f
    if [[ $pending ]]; then
        pending=
    elif ((!done)) && [[ $word == -- ]]; then
        done=1
    elif ((!done)) && [[ $word == -* ]]; then
        if _heron_find "$word"; then
            [[ $kind == none ]] || pending=$kind
        elif [[ $word == --* ]]; then
            _heron_find "${word%%=*}" || return 0
        else
            _heron_find "${word:0:2}" || return 0
        fi
        used+="name $first"$'\n'
        [[ $flags == *group=* ]] && f=${flags#*group=} && used+="group ${f%%,*}"$'\n'
    elif _heron_group; then
        for line in "${lines[@]}"; do
            local c=()
            IFS=$'\t' read -r -a c <<<"$line"
            [[ ${c[0]-} == command && ${c[1]} != . ]] || continue
            _heron_parent "${c[1]}"
            if [[ $parent == "$path" && ( $last == "$word" || ,${c[2]}, == *",alias=$word,"* ) ]]; then
                path=${c[1]} used=$'\n' nth=0
                return 0
            fi
        done
        return 1
    else
        nth=$((nth + 1))
    fi
    return 0
}

_heron_names()
{
    local line name names=() f
    for line in "${lines[@]}"; do
        local c=()
        IFS=$'\t' read -r -a c <<<"$line"
        [[ ${c[0]-} == option && ${c[1]} == "$path" ]] || continue
        [[ ,${c[4]}, != *,many,* && $used == *$'\n'"name ${c[2]%%,*}"$'\n'* ]] && continue
        if [[ ${c[4]} == *group=* ]]; then
            f=${c[4]#*group=}
            [[ $used == *$'\n'"group ${f%%,*}"$'\n'* ]] && continue
        fi
        IFS=, read -r -a names <<<"${c[2]}"
        for name in "${names[@]}"; do
            [[ $name == "$cur"* ]] && out+=("$name")
        done
    done
}

_heron_subs()
{
    local line parent last
    for line in "${lines[@]}"; do
        local c=()
        IFS=$'\t' read -r -a c <<<"$line"
        [[ ${c[0]-} == command && ${c[1]} != . && ,${c[2]}, != *,hidden,* ]] || continue
        _heron_parent "${c[1]}"
        [[ $parent == "$path" && $last == "$cur"* ]] && out+=("$last")
    done
}

_heron_place()
{
    local line n=0
    for line in "${lines[@]}"; do
        local c=()
        IFS=$'\t' read -r -a c <<<"$line"
        [[ ${c[0]-} == place && ${c[1]} == "$path" ]] || continue
        if ((n == nth)) || [[ ${c[3]} == many ]]; then
            _heron_of "${c[2]}" "$cur" ''
            return
        fi
        n=$((n + 1))
    done
}

# Adds the values of a kind that begin with a text, each behind a prefix.
_heron_of()
{
    local all=() item line front c before=$3 text=$2
    case $1 in
        none | free) return ;;
        choice:*) IFS=, read -r -a all <<<"${1#choice:}" ;;
        list:*)
            front=${text%"${text##*,}"} text=${text##*,}
            IFS=, read -r -a c <<<"${1#list:}"
            for item in "${c[@]}"; do
                [[ ,$front == *",$item,"* ]] || all+=("$item")
            done
            before+=$front
            ;;
        dir | file*)
            while IFS= read -r item; do
                if [[ -d $item ]]; then
                    all+=("$item/")
                elif [[ $1 == file ]] || [[ $1 == file:* && ${item##*/} == ${1#file:} ]]; then
                    all+=("$item")
                fi
            done <<<"$(compgen -f -- "$text")"
            ;;
        key)
            for line in "${lines[@]}"; do
                IFS=$'\t' read -r -a c <<<"$line"
                [[ ${c[0]-} == value && ${c[1]} == key ]] || continue
                if [[ $text != *=* ]]; then
                    all+=("${c[2]}=")
                elif [[ ${text%%=*} == "${c[2]}" ]]; then
                    _heron_of "${c[3]}" "${text#*=}" "$before${c[2]}="
                    return
                fi
            done
            ;;
        *)
            for line in "${lines[@]}"; do
                IFS=$'\t' read -r -a c <<<"$line"
                [[ ${c[0]-} == value && ${c[1]} == "$1" ]] && all+=("${c[2]}")
            done
            ;;
    esac
    for item in "${all[@]}"; do
        [[ $item == "$text"* ]] && out+=("$before$item")
    done
}

complete -o filenames -F _heron_complete heron
