# Completion for heron, from the command tree that `heron completion` prints (docs/completion.md).

_heron_folder=${BASH_SOURCE[0]}
case $_heron_folder in
    */*) _heron_folder=${_heron_folder%/*} ;;
    *) _heron_folder=. ;;
esac
case $_heron_folder in
    /*) ;;
    *) _heron_folder=$PWD/$_heron_folder ;;
esac

# Adds $2 to the candidates if it begins with $1, behind the prefix $3.
_heron_offer()
{
    if [ "${2:0:${#1}}" = "$1" ]; then
        COMPREPLY+=("$3$2")
    fi
}

# Offers the values of kind $1 that begin with $2, behind the prefix $3.
_heron_values()
{
    local kind=$1 typed=$2 before=$3 item name
    local -a parts=() found=()
    case $kind in
        none | free) ;;
        choice:*)
            IFS=, read -r -a parts <<<"${kind#choice:}"
            for item in "${parts[@]}"; do _heron_offer "$typed" "$item" "$before"; done
            ;;
        list:*)
            local done= last=$typed
            if [ "${typed/,/}" != "$typed" ]; then
                done=${typed%,*},
                last=${typed##*,}
            fi
            IFS=, read -r -a parts <<<"${kind#list:}"
            for item in "${parts[@]}"; do
                if ! _heron_within "$item" "$done"; then
                    _heron_offer "$last" "$item" "$before$done"
                fi
            done
            ;;
        dir | file | file:*)
            if [ "$kind" = dir ]; then
                mapfile -t found < <(compgen -d -- "$typed")
            else
                mapfile -t found < <(compgen -f -- "$typed")
            fi
            for item in "${found[@]}"; do
                name=${item##*/}
                if [ -d "$item" ] || [ "$kind" = file ] || _heron_like "$name" "${kind#file:}"; then
                    COMPREPLY+=("$before$item")
                fi
            done
            ;;
        key)
            if [ "${typed/=/}" = "$typed" ]; then
                for item in "${!_heron_kind[@]}"; do
                    _heron_offer "$typed" "$item=" "$before"
                done
            else
                name=${typed%%=*}
                if [ -n "$name" ] && [ -n "${_heron_kind[$name]-}" ]; then
                    _heron_values "${_heron_kind[$name]}" "${typed#*=}" "$before$name="
                fi
            fi
            ;;
        *)
            mapfile -t found <<<"${_heron_list[$kind]-}"
            for item in "${found[@]}"; do
                if [ -n "$item" ]; then _heron_offer "$typed" "$item" "$before"; fi
            done
            ;;
    esac
}

# Says whether $1 is one of the parts of $2, each of which has a comma behind it.
_heron_within()
{
    local -a parts=()
    local each
    IFS=, read -r -a parts <<<"$2"
    for each in "${parts[@]}"; do
        if [ "$each" = "$1" ]; then return 0; fi
    done
    return 1
}

_heron_like()
{
    [[ $1 == $2 ]]
}

# Reads the tree into the tables of _heron_complete.
_heron_read()
{
    local file=${HERON_COMPLETION_SPEC:-$_heron_folder/heron.spec} what a b c d flag above name hidden
    local -a flags=() names=()
    [ -f "$file" ] && [ -r "$file" ] || return 1
    while IFS=$'\t' read -r what a b c d || [ -n "$what" ]; do
        case $what in
            command)
                [ "$a" = . ] && continue
                above=. name=$a
                if [ "${a% *}" != "$a" ]; then above=${a% *} name=${a##* }; fi
                _heron_sub["$above/$name"]=$a
                _heron_has["$above"]=1
                IFS=, read -r -a flags <<<"$b"
                hidden=
                for flag in "${flags[@]}"; do
                    case $flag in
                        hidden) hidden=1 ;;
                        alias=*) _heron_sub["$above/${flag#alias=}"]=$a ;;
                    esac
                done
                if [ -z "$hidden" ]; then _heron_shown["$above"]+="$name"$'\n'; fi
                ;;
            option)
                _heron_options["$a"]+="$b"$'\t'"$c"$'\t'"$d"$'\n'
                IFS=, read -r -a names <<<"$b"
                for name in "${names[@]}"; do
                    _heron_value["$a/$name"]=$c
                    _heron_first["$a/$name"]=${names[0]}
                    IFS=, read -r -a flags <<<"$d"
                    for flag in "${flags[@]}"; do
                        case $flag in
                            many) _heron_many["$a/$name"]=1 ;;
                            group=*) _heron_group["$a/$name"]=${flag#group=} ;;
                        esac
                    done
                done
                ;;
            place) _heron_places["$a"]+="$b"$'\t'"$c"$'\n' ;;
            value)
                _heron_list["$a"]+="$b"$'\n'
                if [ "$a" = key ]; then _heron_kind["$b"]=${c:-free}; fi
                ;;
        esac
    done <"$file"
}

# Puts the words left of the cursor together again, into `words`; `cut` is how much of the last one
# is not replaced.
_heron_words()
{
    local line=${COMP_LINE:0:COMP_POINT} piece gap n i=0
    words=() cut=0
    for ((n = 0; n <= COMP_CWORD; n++)); do
        piece=${COMP_WORDS[n]} gap=
        while [[ ${line:i:1} == [[:blank:]] ]]; do
            gap=1 i=$((i + 1))
        done
        if ((n == COMP_CWORD)); then
            piece=${line:i}
        fi
        if ((n == 0)) || [ -n "$gap" ]; then
            words+=("$piece") cut=0
        else
            cut=${#words[-1]}
            words[-1]+=$piece
        fi
        i=$((i + ${#piece}))
    done
    if [ -n "$piece" ] && [ "${COMP_WORDBREAKS/"${piece:0:1}"/}" != "$COMP_WORDBREAKS" ]; then
        cut=${#words[-1]}
    fi
}

_heron_complete()
{
    local -A _heron_sub=() _heron_has=() _heron_shown=() _heron_options=() _heron_value=()
    local -A _heron_first=() _heron_many=() _heron_group=() _heron_places=() _heron_list=() _heron_kind=()
    local -A given=() groups=()
    local -a words=() rows=() names=()
    local cut=0 at=. waiting= ended= count=0 n word key row kind flags option
    COMPREPLY=()
    _heron_read || return 0
    _heron_words
    for ((n = 1; n < ${#words[@]} - 1; n++)); do
        word=${words[n]}
        if [ -n "$waiting" ]; then
            waiting=
        elif [ -z "$ended" ] && [ "$word" = -- ]; then
            ended=1
        elif [ -z "$ended" ] && [ "${word:0:1}" = - ]; then
            key=
            if [ -n "${_heron_value["$at/$word"]-}" ]; then
                key=$word
                if [ "${_heron_value["$at/$word"]}" != none ]; then
                    waiting=${_heron_value["$at/$word"]}
                fi
            elif [ "${word:0:2}" = -- ]; then
                key=${word%%=*}
            else
                key=${word:0:2}
            fi
            option=${_heron_first["$at/$key"]-}
            if [ -n "$option" ]; then
                given["$option"]=1
                row=${_heron_group["$at/$key"]-}
                if [ -n "$row" ]; then groups["$row"]=1; fi
            fi
        elif [ -n "${_heron_has["$at"]-}" ]; then
            at=${_heron_sub["$at/$word"]-}
            [ -n "$at" ] || return 0
            given=() groups=() count=0
        else
            count=$((count + 1))
        fi
    done
    word=${words[-1]}
    if [ -n "$waiting" ]; then
        _heron_values "$waiting" "$word" ""
    elif [ -z "$ended" ] && [ "${word:0:1}" = - ]; then
        if [ "${word:0:2}" = -- ] && [ "${word%%=*}" != "$word" ]; then
            key=${word%%=*}
            _heron_values "${_heron_value["$at/$key"]-none}" "${word#*=}" "$key="
        elif [ "${word:0:2}" != -- ] && [ ${#word} -gt 2 ]; then
            key=${word:0:2}
            _heron_values "${_heron_value["$at/$key"]-none}" "${word:2}" "$key"
        else
            mapfile -t rows <<<"${_heron_options["$at"]-}"
            for row in "${rows[@]}"; do
                IFS=, read -r -a names <<<"${row%%$'\t'*}"
                [ ${#names[@]} -gt 0 ] || continue
                option=${names[0]} key="$at/${names[0]}"
                if [ -n "${given["$option"]-}" ] && [ -z "${_heron_many["$key"]-}" ]; then continue; fi
                flags=${_heron_group["$key"]-}
                if [ -n "$flags" ] && [ -n "${groups["$flags"]-}" ]; then continue; fi
                for option in "${names[@]}"; do _heron_offer "$word" "$option" ""; done
            done
        fi
    elif [ -n "${_heron_has["$at"]-}" ]; then
        mapfile -t rows <<<"${_heron_shown["$at"]-}"
        for row in "${rows[@]}"; do
            if [ -n "$row" ]; then _heron_offer "$word" "$row" ""; fi
        done
    else
        mapfile -t rows <<<"${_heron_places["$at"]-}"
        for ((n = 0; n < ${#rows[@]}; n++)); do
            kind=${rows[n]%%$'\t'*} flags=${rows[n]#*$'\t'}
            if [ -n "$kind" ] && { ((n == count)) || { ((n < count)) && [ "$flags" = many ]; }; }; then
                _heron_values "$kind" "$word" ""
                break
            fi
        done
    fi
    for n in "${!COMPREPLY[@]}"; do COMPREPLY[n]=${COMPREPLY[n]:cut}; done
}

complete -o filenames -F _heron_complete heron
